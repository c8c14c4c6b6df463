using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.Firewalld;
using ActiveResponse.Tests.Responders.Firewall.Nftables;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Responders.Firewall.Firewalld;

/// <summary>A firewalld that ends while we hold blocks in it.</summary>
public sealed class FirewalldStoppedTests : IDisposable
{
    private readonly FirewalldLab _lab = new();

    [Fact]
    public async Task Says_that_it_does_not_run()
    {
        await _lab.ResetAsync();
        IFirewallBackend[] backends =
        [
            new FirewalldBackend(new FirewalldOptions(), _lab.Space),
            new FirewalldIpsetBackend(new FirewalldIpsetOptions { LockFile = _lab.LockFile }, _lab.Space, TimeProvider.System),
            new FirewalldBackend(new FirewalldOptions(), _lab.Space, _lab.Connect()),
            new FirewalldIpsetBackend(
                new FirewalldIpsetOptions { LockFile = _lab.LockFile },
                _lab.Space,
                TimeProvider.System,
                _lab.Connect()
            ),
        ];
        _lab.StopFirewalld();

        foreach (var backend in backends)
        {
            (await backend.ProbeAsync(CancellationToken.None))
                .Should()
                .Match<FirewallProbe>(static probe => !probe.IsUsable && probe.Reason.Contains("isn't running"));
            var result = await backend.ApplyAsync(
                [NftablesBackendExtensions.Entry("203.0.113.9")],
                [Some.Prefix("203.0.113.10")],
                CancellationToken.None
            );
            result
                .Adds.Concat(result.Removes)
                .Should()
                .OnlyContain(static one => one.Outcome == ActionOutcome.Failed && one.Detail!.Contains("systemctl start firewalld"));
            await FluentActions.Awaiting(() => backend.ListAsync(CancellationToken.None).AsTask()).Should().ThrowAsync<IOException>();
        }
    }

    public void Dispose() => _lab.Dispose();
}
