using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall;

/// <summary>A firewall can't be worked on; the message says why.</summary>
internal sealed class FirewallRunException : IOException
{
    public FirewallRunException(string message)
        : base(message) { }

    public FirewallRunException(string program, CommandResult result)
        : base(FirewallRun.Explain(program, result))
    {
        IsTimeout = result.Outcome == CommandOutcome.TimedOut;
        IsHopeless = IsTimeout || result.Outcome == CommandOutcome.FailedToStart;
    }

    /// <summary>Whether a program was stopped before it answered, so that what it was to do may be done.</summary>
    public bool IsTimeout { get; }

    /// <summary>Whether the next run would do no better: a program that can't be started, or hangs.</summary>
    public bool IsHopeless { get; }

    public ResponderResult ToResult() => IsTimeout ? ResponderResult.TimedOut(Message) : ResponderResult.Failed(Message);
}
