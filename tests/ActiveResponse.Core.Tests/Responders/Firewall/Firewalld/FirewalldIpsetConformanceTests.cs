using System.Text;
using System.Text.RegularExpressions;
using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Responders.Firewall.Firewalld;

public class FirewalldIpsetConformanceTests(FirewalldLab lab) : FirewallBackendConformance, IClassFixture<FirewalldLab>
{
    private bool _isReset;

    protected override int LargeBatch => 1000;

    protected override int RoundsAtOnce => 3;

    protected override async ValueTask<IFirewallBackend> CreateAsync() =>
        new FirewalldIpsetBackend(Options, (await LabAsync()).Space, TimeProvider.System);

    // Two instances wait for one another, and on a busy machine one run of firewall-cmd takes many seconds.
    private protected FirewalldIpsetOptions Options =>
        new()
        {
            LockFile = lab.LockFile,
            LockTimeout = TimeSpan.FromMinutes(10),
            Reload = FirewalldReload.Always,
        };

    protected override async ValueTask<string> DescribeHostAsync()
    {
        var text = await (await LabAsync(isFirst: !_isReset)).DescribeAsync();
        foreach (var set in (await lab.RunAsync("--get-ipsets")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            text += await lab.RunAsync($"--ipset={set}", "--get-entries");
        }

        return text;
    }

    protected override async ValueTask<bool> PutForeignEntryAsync(AddressPrefix address)
    {
        // How the host looks now is how it is to look in the end: without our sets.
        await lab.ResetAsync();
        _isReset = true;
        lab.IsForeign = true;
        await lab.RunAsync("--permanent", $"--add-rich-rule=rule family=\"ipv4\" source address=\"{address}\" drop");
        await lab.RunAsync("--reload");
        return true;
    }

    protected override async ValueTask<IFirewallBackend?> CreateFailingForAsync(AddressPrefix bad)
    {
        var backend = await CreateAsync();
        var word = new Regex($@"(?<![0-9.]){Regex.Escape(bad.ToString())}(?![0-9.])");
        lab.Space.Intercept = (command, run) =>
            lab.WithBus(
                command with
                {
                    Arguments = [.. command.Arguments.Select(argument => word.Replace(argument, "192.0.2.300"))],
                    StandardInput = Encoding.ASCII.GetBytes(
                        word.Replace(Encoding.ASCII.GetString(command.StandardInput.Span), "192.0.2.300")
                    ),
                },
                run
            );
        return backend;
    }

    // The sets may stay from test to test, empty: making them takes a dozen runs. Who looks at the place first wants it without them.
    private protected async Task<FirewalldLab> LabAsync(bool isFirst = false)
    {
        if (!_isReset)
        {
            _isReset = true;
            await lab.ResetAsync(NetworkLab.SingleAsync, keepsPermanent: !isFirst && !lab.IsForeign);
            lab.IsForeign = false;
        }

        return lab;
    }
}
