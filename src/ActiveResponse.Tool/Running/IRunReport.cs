using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.State;

namespace ActiveResponse.Tool.Running;

/// <summary>Tells of a run, to a person or to a program.</summary>
internal interface IRunReport
{
    void Start(RunSettings settings, ActiveResponseConfig config);

    /// <summary>Goes on beside the work, e.g. with a line that says how things stand.</summary>
    /// <param name="work">The work.</param>
    /// <param name="list">Says what is in place.</param>
    Task WhileAsync(Func<Task> work, Func<CancellationToken, ValueTask<IReadOnlyList<EffectRecord>>> list);

    /// <summary>Another configuration is in force.</summary>
    void Reloaded(ActiveResponseConfig config);

    /// <summary>Tells a line on standard error: a warning of the engine.</summary>
    void Print(string line);

    void Outcome(ExecutedAction action);

    void InputEnded(AlertStreamStatistics statistics, IReadOnlyList<EffectRecord> active, bool endsByItself);

    void End(OutcomeCounter outcomes, IReadOnlyList<EffectRecord> left);
}
