namespace ActiveResponse.Ossec.Execd;

/// <summary>Decides exactly like one dialect's execd: which programs run for a message, and when their effects are reverted.</summary>
/// <remarks>It starts nothing and never waits. Its host passes each message, then asks for due ends, and again if no message comes for
/// <see cref="Patience"/>. Not thread-safe, including the replies of its runs.</remarks>
internal interface IExecdMachine
{
    /// <summary>How long to wait for a message before checking due ends again.</summary>
    TimeSpan Patience { get; }

    /// <summary>Whether a stop waits for each program before it starts the next.</summary>
    bool StopsOneByOne { get; }

    /// <summary>Handles a message.</summary>
    /// <returns>The program to start, or null.</returns>
    ExecdRun? Handle(ReadOnlySpan<byte> datagram);

    /// <summary>The reverts that are due, in starting order; forgets them.</summary>
    IReadOnlyList<ExecdRun> TakeDue();

    /// <summary>All reverts for a stop, in starting order.</summary>
    IReadOnlyList<ExecdRun> TakeAll();
}
