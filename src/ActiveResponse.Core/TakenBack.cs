using ActiveResponse.Execution;
using ActiveResponse.Responders;

namespace ActiveResponse;

/// <summary>Determines whether a lift left nothing in place.</summary>
internal static class TakenBack
{
    public static bool IsReverted(this ExecutedAction lift) => lift.Outcome is ActionOutcome.Reverted or ActionOutcome.AlreadyReverted;
}
