using ActiveResponse.Guards;
using ActiveResponse.Planning;

namespace ActiveResponse.Ossec.AsScript.Stock;

/// <summary>Refuses everything new while the settings are wrong: among them may be whom to spare. Taking back goes on.</summary>
internal sealed class SettingsGuard(ScriptSettings settings) : IResponseGuard
{
    public string Name => "settings";

    public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
        ValueTask.FromResult(settings.Problems.IsEmpty ? null : new OrderRefusal(Name, string.Join("; ", settings.Problems)));
}
