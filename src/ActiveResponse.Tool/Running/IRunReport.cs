using ActiveResponse.Alerts;
using ActiveResponse.Configuration;
using ActiveResponse.Execution;
using ActiveResponse.State;

namespace ActiveResponse.Tool.Running;

/// <summary>Tells of a run, to a person or to a program.</summary>
internal interface IRunReport
{
    void Start(RunSettings settings, ActiveResponseConfig config);

    void Outcome(ExecutedAction action);

    void InputEnded(AlertStreamStatistics statistics, IReadOnlyList<EffectRecord> active, bool endsByItself);

    void End(OutcomeCounter outcomes, IReadOnlyList<EffectRecord> left);
}
