using System.Reflection;
using System.Text.RegularExpressions;
using ActiveResponse.Alerts;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Sqlite;
using ActiveResponse.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Embedding.Tests;

/// <summary>The page about embedding names all there is, and what it shows works.</summary>
public sealed partial class EmbeddingPageTests
{
    [Fact]
    public void Names_every_method_of_the_builder()
    {
        var named = Code().Matches(Read("docs/embedding.md")).Select(static match => match.Groups["name"].Value).ToHashSet();

        BuilderMethods().Should().HaveCountGreaterThan(40).And.BeSubsetOf(named);
    }

    [Fact]
    public void Names_no_method_that_is_not_there()
    {
        var named = Code()
            .Matches(Read("docs/embedding.md"))
            .Select(static match => match.Groups["name"].Value)
            .Where(static name => Prefix().IsMatch(name));

        named.Except(BuilderMethods()).Except(["AddActiveResponse"]).Should().BeEmpty();
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/ActiveResponse.Core/README.md")]
    [InlineData("src/ActiveResponse.Sqlite/README.md")]
    public void Is_named_where_a_newcomer_reads(string document) => Read(document).Should().Contain("docs/embedding.md");

    [Fact]
    public async Task What_is_shown_by_hand_works()
    {
        var folder = Directory.CreateTempSubdirectory("by-hand-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "active-response", "bin"));
            await using var engine = ByHand.Compose(Sample.Config, folder.FullName, Path.Combine(folder.FullName, "state.db"));
            await engine.StartAsync();

            var applied = await engine.ApplyAsync("host-deny", Sample.Address("203.0.113.9"), TimeSpan.FromHours(1));
            var lifted = await engine.LiftAsync(Sample.Address("203.0.113.9"));

            applied.Outcome.Should().Be(ActionOutcome.Applied);
            lifted.Should().ContainSingle().Which.Outcome.Should().Be(ActionOutcome.Lifted);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task What_is_shown_of_wrapping_works()
    {
        var firewall = new InMemoryFirewall();
        var services = new ServiceCollection();
        var builder = services.AddActiveResponse().UseConfig(Sample.Config).AddFirewall(_ => firewall, StockNames.AddressBlocking);
        using var audit = new StringWriter();
        Decorating.Compose(builder, audit);
        await using var provider = services.BuildServiceProvider();
        var engine = provider.GetRequiredService<ActiveResponseEngine>();
        await engine.StartAsync();

        var byDay = await engine.HandleAsync(Sample.Alert() with { Timestamp = new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero) });
        var byNight = await engine.HandleAsync(Sample.Alert() with { Timestamp = new DateTimeOffset(2026, 8, 1, 3, 0, 0, TimeSpan.Zero) });

        byDay.Responses.Should().BeEmpty();
        byNight.Responses.Should().ContainSingle();
    }

    private static IEnumerable<string> BuilderMethods() =>
        new[] { typeof(ActiveResponseEngine).Assembly, typeof(SqliteStore).Assembly }
            .SelectMany(static assembly => assembly.GetExportedTypes())
            .SelectMany(static type =>
                type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            )
            .Where(static method => method.ReturnType == typeof(ActiveResponseBuilder) && method.Name != "AddActiveResponse")
            .Select(static method => method.Name)
            .Distinct();

    private static string Read(string path)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ActiveResponse.Core.sln")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!;
        }

        return File.ReadAllText(Path.Combine(folder, path));
    }

    [GeneratedRegex("`(?<name>[A-Za-z]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("^(Use|Add|Assume|Decorate)[A-Z]")]
    private static partial Regex Prefix();
}
