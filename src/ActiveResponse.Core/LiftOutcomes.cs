using ActiveResponse.Execution;
using ActiveResponse.Responders;

namespace ActiveResponse;

/// <summary>Whether a lift has left nothing in place.</summary>
internal static class LiftOutcomes
{
    public static bool IsLifted(this ExecutedAction lift) => lift.Outcome is ActionOutcome.Lifted or ActionOutcome.AlreadyLifted;
}
