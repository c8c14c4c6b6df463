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
    Task WhileAsync(Func<Task> work);

    void Outcome(ExecutedAction action);

    void InputEnded(AlertStreamStatistics statistics, IReadOnlyList<EffectRecord> active, bool endsByItself);

    void End(OutcomeCounter outcomes, IReadOnlyList<EffectRecord> left);
}
