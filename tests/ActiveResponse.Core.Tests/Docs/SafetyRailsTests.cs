using System.Text.RegularExpressions;
using ActiveResponse.Guards;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Docs;

/// <summary>The table of rails in docs/safety-rails.md.</summary>
public sealed partial class SafetyRailsTests
{
    private static readonly string Text = RepositoryFiles.Read("docs/safety-rails.md");

    [Fact]
    public void Every_option_of_the_guards_is_named()
    {
        var named = Code()
            .Matches(Text)
            .SelectMany(static match => Word().Matches(match.Value))
            .Select(static match => match.Value)
            .ToHashSet();
        typeof(GuardOptions).GetProperties().Select(static property => property.Name).Should().BeSubsetOf(named);
    }

    [Theory]
    [InlineData("192.0.2.10", "an address of this host", nameof(GuardOptions.ProtectOwnAddresses))]
    [InlineData("198.51.100.1", "a default gateway of this host", nameof(GuardOptions.ProtectGateways))]
    [InlineData("198.51.100.53", "a name server of this host", nameof(GuardOptions.ProtectResolvers))]
    [InlineData("198.51.100.67", "the DHCP server of this host", nameof(GuardOptions.ProtectDhcpServers))]
    [InlineData("203.0.113.22", "where this SSH session comes from", nameof(GuardOptions.ProtectSshPeer))]
    [InlineData("198.51.100.7", "the manager 'manager.example.net' of this host", nameof(GuardOptions.ProtectManagers))]
    public void The_texts_are_those_that_are_given(string address, string what, string option) =>
        Text.Should().Contain($"`{ProtectedText.Of(Some.Prefix(address), Some.Prefix(address), what, $"{option} = false")}`");

    [Fact]
    public void Every_rail_has_a_row() =>
        Row()
            .Matches(Text)
            .Select(static match => match.Groups["name"].Value)
            .Distinct()
            .Should()
            .Equal(
                "kill-switch",
                "protected-address",
                "own-address",
                "gateway",
                "resolver",
                "dhcp-server",
                "ssh-peer",
                "manager",
                "allow-list",
                "budget"
            );

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\| `(?<name>[a-z-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
