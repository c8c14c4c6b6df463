using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Firewalld.Bus;

/// <summary>firewalld refuses a request over D-Bus, doesn't answer it, or can't be reached.</summary>
internal sealed class FirewalldBusException : IOException
{
    private const int LongestText = 300;
    private const string OfFirewalld = "org.fedoraproject.FirewallD1.Exception";

    // Lockdown, and a zone that isn't there: all requests would get that answer, and firewall-cmd may have more rights or explains it.
    private static readonly string[] RefusalsToUs = ["ACCESS_DENIED", "INVALID_ZONE"];

    // The bus's answers when firewalld ends before it has answered.
    private static readonly string[] LostAnswers = ["NoReply", "Timeout", "TimedOut", "Disconnected"];

    private FirewalldBusException(string? message)
        : base(SafeText.Of(message, LongestText)) { }

    /// <summary>Whether firewalld may have got the request, and may still carry it out.</summary>
    public bool IsUnanswered { get; private init; }

    /// <summary>Whether firewalld hangs, with this request or with those before it: firewall-cmd would wait in vain, too.</summary>
    public bool Hangs { get; private init; }

    /// <summary>Whether firewalld refused what the request says, so others may succeed.</summary>
    public bool IsRefusal { get; private init; }

    /// <summary>Whether the set of the request doesn't exist.</summary>
    public bool IsNoSuchSet => IsRefusal && Message.StartsWith("INVALID_IPSET", StringComparison.Ordinal);

    /// <summary>Whether the kernel refused what firewalld made of the request.</summary>
    public bool IsCommandFailure => IsRefusal && Message.StartsWith("COMMAND_FAILED", StringComparison.Ordinal);

    /// <summary>An error that came as answer.</summary>
    public static FirewalldBusException Answered(string name, string? message) =>
        new(name == OfFirewalld ? message : $"{name}: {message}")
        {
            IsUnanswered = LostAnswers.Any(word => name == $"org.freedesktop.DBus.Error.{word}"),
            Hangs = name == "org.freedesktop.DBus.Error.LimitsExceeded",
            IsRefusal = name == OfFirewalld && !RefusalsToUs.Any(code => (message ?? "").StartsWith(code, StringComparison.Ordinal)),
        };

    /// <summary>The request wasn't sent.</summary>
    public static FirewalldBusException NotSent(string why) => new(why);

    /// <summary>firewalld takes too long.</summary>
    /// <param name="wasSent">Whether this request was sent, too.</param>
    public static FirewalldBusException Hanging(bool wasSent) =>
        new("firewalld doesn't answer over D-Bus") { IsUnanswered = wasSent, Hangs = true };

    /// <summary>The request was sent, and its answer didn't come or can't be read.</summary>
    public static FirewalldBusException Unanswered(string why) => new(why) { IsUnanswered = true };
}
