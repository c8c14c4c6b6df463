using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.State;

namespace ActiveResponse.Tool.Running;

/// <summary>Reports nothing: the caller gets the result in another way.</summary>
internal sealed class SilentReport : IRunReport
{
    public void Start(RunSettings settings, ActiveResponseConfig config) { }

    public Task WhileAsync(Func<Task> work, Func<CancellationToken, ValueTask<IReadOnlyList<EffectRecord>>> list, Func<long?> behind) =>
        work();

    public void Reloaded(ActiveResponseConfig config) { }

    public void Print(string line) => Console.Error.WriteLine(line);

    public void Outcome(ExecutedAction action) { }

    public void InputEnded(AlertStreamStatistics statistics, IReadOnlyList<EffectRecord> active, bool endsByItself) { }

    public void End(OutcomeCounter outcomes, IReadOnlyList<EffectRecord> left) { }
}
