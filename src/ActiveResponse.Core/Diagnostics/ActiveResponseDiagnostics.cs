namespace ActiveResponse.Diagnostics;

/// <summary>The names of traces and metrics.</summary>
public static class ActiveResponseDiagnostics
{
    /// <summary>The name of the activity source: one activity for each alert that fires something.</summary>
    public const string ActivitySourceName = "ActiveResponse";

    /// <summary>The name of the meter: <c>active_response.alerts</c>, <c>active_response.actions</c>,
    /// <c>active_response.action.duration</c> (seconds) and <c>active_response.effects</c>, the number of recorded effects by responder and
    /// state.</summary>
    public const string MeterName = "ActiveResponse";
}
