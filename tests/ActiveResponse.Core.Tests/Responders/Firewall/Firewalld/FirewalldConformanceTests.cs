using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Responders.Firewall.Firewalld;

public class FirewalldConformanceTests(FirewalldLab lab) : FirewallBackendConformance, IClassFixture<FirewalldLab>
{
    private bool _isReset;

    // Each takes ten milliseconds.
    protected override int LargeBatch => 60;

    protected override int RoundsAtOnce => 3;

    protected override async ValueTask<IFirewallBackend> CreateAsync() =>
        new FirewalldBackend(new FirewalldOptions(), (await LabAsync()).Space);

    protected override async ValueTask<string> DescribeHostAsync() => await (await LabAsync()).DescribeAsync();

    protected override async ValueTask<bool> PutForeignEntryAsync(AddressPrefix address)
    {
        await (await LabAsync()).RunAsync($"--add-rich-rule=rule family=\"ipv4\" source address=\"{address}\" drop");
        return true;
    }

    protected override async ValueTask<IFirewallBackend?> CreateFailingForAsync(AddressPrefix bad)
    {
        var backend = await CreateAsync();
        lab.Space.Intercept = (command, run) =>
            lab.WithBus(
                command with
                {
                    Arguments =
                    [
                        .. command.Arguments.Select(argument => argument.Replace($"'{bad}'", "'192.0.2.300'", StringComparison.Ordinal)),
                    ],
                },
                run
            );
        return backend;
    }

    private protected async Task<FirewalldLab> LabAsync()
    {
        if (!_isReset)
        {
            await lab.ResetAsync();
            _isReset = true;
        }

        return lab;
    }
}
