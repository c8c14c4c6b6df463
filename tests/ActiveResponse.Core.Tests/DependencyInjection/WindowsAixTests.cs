using System.Reflection;
using System.Text.RegularExpressions;
using ActiveResponse.DependencyInjection;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.AixIpsec;
using ActiveResponse.Responders.Firewall.Netsh;
using ActiveResponse.Responders.Firewall.WindowsRoute;
using ActiveResponse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveResponse.Tests.DependencyInjection;

public sealed class WindowsAixTests
{
    [Fact]
    public async Task Each_firewall_stands_for_its_executables_and_for_those_given()
    {
        var collection = new ServiceCollection();
        collection
            .AddActiveResponse()
            .AddNetsh(executables: "firewall-drop")
            .AddWindowsRoute()
            .AddAixIpsec(executables: ["firewall-drop.sh"]);
        await using var services = collection.BuildServiceProvider();

        services
            .GetServices<ResponderRegistration>()
            .Select(static one => $"{one.Responder.Name}: {string.Join(' ', one.Executables)}")
            .Should()
            .Equal(
                "netsh: firewall-drop netsh netsh.cmd netsh.exe netsh-win-2016.cmd",
                "windows-route: route-null.cmd route-null.exe win_route-null.cmd",
                "aix-ipsec: firewall-drop.sh"
            );
    }

    [Theory]
    [InlineData("docs/responders/windows-firewall.md", typeof(NetshOptions))]
    [InlineData("docs/responders/windows-route.md", typeof(WindowsRouteOptions))]
    [InlineData("docs/responders/aix-ipsec.md", typeof(AixIpsecOptions))]
    public void The_document_lists_every_option_with_its_default(string document, Type options)
    {
        var text = RepositoryFiles.Read(document);
        var defaults = Activator.CreateInstance(options);
        var listed = Regex
            .Matches(text[..text.IndexOf("## What it", StringComparison.Ordinal)], @"^\| `(\w+)` \| ([^|]+) \|", RegexOptions.Multiline)
            .ToDictionary(static match => match.Groups[1].Value, static match => match.Groups[2].Value);

        listed
            .Keys.Should()
            .Equal(options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(static property => property.Name));
        foreach (var (name, written) in listed.Where(static pair => pair.Key != nameof(NetshOptions.LockFile)))
        {
            var value = options.GetProperty(name)!.GetValue(defaults);
            written
                .Should()
                .Be(
                    value switch
                    {
                        null => "none",
                        string word => $"`{word}`",
                        TimeSpan time => $"{time.TotalSeconds} s",
                        _ => value.ToString(),
                    }
                );
        }
    }
}
