using ActiveResponse.Responders;
using ActiveResponse.Testing.Conformance;

namespace WebhookPlugin.Tests;

/// <summary>What every reversible responder must do, against a real web service on the loopback address.</summary>
public sealed class WebhookConformanceTests : ReversibleResponderConformance, IAsyncLifetime
{
    private readonly LocalService _service = new();
    private readonly HttpClient _http = LocalService.Client();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _service.DisposeAsync();
    }

    protected override ValueTask<IResponder> CreateAsync() =>
        ValueTask.FromResult<IResponder>(
            new WebhookResponder(
                _http,
                new WebhookOptions { Block = new Uri(_service.Address, "block"), Unblock = new Uri(_service.Address, "unblock") },
                TimeProvider.System
            )
        );

    protected override ValueTask<string> DescribeEffectsAsync() => ValueTask.FromResult(string.Join('\n', _service.Blocked));
}
