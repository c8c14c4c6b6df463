using ActiveResponse.Guards;
using ActiveResponse.Planning;

namespace ActiveResponse.Ossec.AsScript.Stock;

/// <summary>Refuses all new effects while the settings have errors: they may name whom to spare. Reverts go on.</summary>
internal sealed class SettingsGuard(ScriptSettings settings) : IResponseGuard
{
    public string Name => "settings";

    public ValueTask<OrderRefusal?> CheckAsync(ResponseOrder order, GuardStage stage, CancellationToken cancellationToken) =>
        ValueTask.FromResult(settings.Problems.IsEmpty ? null : new OrderRefusal(Name, string.Join("; ", settings.Problems)));
}
