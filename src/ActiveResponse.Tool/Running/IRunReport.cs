using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.State;

namespace ActiveResponse.Tool.Running;

/// <summary>Reports on a run, to a person or to a program.</summary>
internal interface IRunReport
{
    void Start(RunSettings settings, ActiveResponseConfig config);

    /// <summary>Runs beside the work, e.g. with a status line.</summary>
    /// <param name="work">The work.</param>
    /// <param name="list">Lists the effects in place.</param>
    /// <param name="behind">Returns the number of bytes that are left to read; null if unknown.</param>
    Task WhileAsync(Func<Task> work, Func<CancellationToken, ValueTask<IReadOnlyList<EffectRecord>>> list, Func<long?> behind);

    /// <summary>Reports a new configuration.</summary>
    void Reloaded(ActiveResponseConfig config);

    /// <summary>Writes a line to standard error: a warning of the engine.</summary>
    void Print(string line);

    void Outcome(ExecutedAction action);

    void InputEnded(AlertStreamStatistics statistics, IReadOnlyList<EffectRecord> active, bool endsByItself);

    void End(OutcomeCounter outcomes, IReadOnlyList<EffectRecord> left);
}
