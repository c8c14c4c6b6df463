using ActiveResponse.Responders;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Responders.Accounts;

/// <summary>What every reversible responder must do, with the real passwd in a copy of /etc.</summary>
public sealed class RealPasswdConformanceTests : ReversibleResponderConformance, IAsyncLifetime
{
    // The facts of the suite can't be skipped: where there is no lab they run against a stand-in.
    private readonly AixStandIn _standIn = new();
    private AccountsLab? _lab;

    public async Task InitializeAsync()
    {
        try
        {
            _lab = await AccountsLab.CreateAsync();
        }
        catch (SkipException)
        {
            // No root, no passwd, or nothing can be mounted here.
        }

        for (uint n = 0; n < 20; n++)
        {
            _lab?.Add($"mallory{n}", 1500 + n);
            _standIn.Accounts.Add($"mallory{n}", new AccountsStandIn.Entry(1500 + n, "hash", IsLocked: false));
        }
    }

    public async Task DisposeAsync()
    {
        if (_lab is not null)
        {
            await _lab.DisposeAsync();
        }
    }

    protected override ValueTask<IResponder> CreateAsync() => ValueTask.FromResult<IResponder>(_lab?.Responder() ?? _standIn.Responder());

    protected override ValueTask<string> DescribeEffectsAsync() => ValueTask.FromResult(_lab?.Shadow() ?? _standIn.Describe());
}
