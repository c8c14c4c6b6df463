using ActiveResponse.Configuration;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders.Firewall;

/// <summary>A firewall can't be read or changed; the message names the cause and the remedy.</summary>
internal sealed class FirewallException : IOException
{
    private readonly bool _isTimeout;
    private readonly bool _wasCutOff;

    public FirewallException(string message)
        : base(message) { }

    public FirewallException(ProgramFailure failure, CommandResult result)
        : base(failure.Explain(result))
    {
        _isTimeout = result.Outcome == CommandOutcome.TimedOut;
        _wasCutOff = result.WasCutOff();
        IsHopeless = result.IsHopeless();
    }

    /// <summary>Whether another run is pointless: a program can't be started, or hangs.</summary>
    public bool IsHopeless { get; }

    /// <summary>The result of an entry whose change was in progress.</summary>
    /// <param name="address">The address to name in the text, or null.</param>
    /// <param name="mayBeInPlace">Whether an earlier step may have put the entry in place.</param>
    public ResponderResult ToResult(AddressPrefix? address = null, bool mayBeInPlace = false)
    {
        var why = address is { } one ? $"{one}: {Message}" : Message;
        return _isTimeout ? ResponderResult.TimedOut(why) : ResponderResult.Failed(why, mayBeInPlace || _wasCutOff);
    }
}
