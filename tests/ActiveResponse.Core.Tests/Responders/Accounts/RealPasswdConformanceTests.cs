using ActiveResponse.Responders;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Responders.Accounts;

/// <summary>What every reversible responder must do, with the real passwd in a copy of /etc.</summary>
public sealed class RealPasswdConformanceTests : ReversibleResponderConformance, IAsyncLifetime
{
    private AccountsLab? _lab;

    public async ValueTask InitializeAsync()
    {
        _lab = await AccountsLab.CreateAsync();
        for (uint n = 0; n < 20; n++)
        {
            _lab.Add($"mallory{n}", 1500 + n);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_lab is not null)
        {
            await _lab.DisposeAsync();
        }
    }

    protected override ValueTask<IResponder> CreateAsync() => ValueTask.FromResult<IResponder>(_lab!.Responder());

    protected override ValueTask<string> DescribeEffectsAsync() => ValueTask.FromResult(_lab!.Shadow());
}
