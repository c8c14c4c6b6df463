namespace ActiveResponse.Ossec.Execd;

/// <summary>What the execd of one dialect decides, to the letter: which programs run for a message, and when what they did is taken
/// back.</summary>
/// <remarks>
/// It starts nothing and waits for nothing. Its host gives it each message, asks for what is due after each, and again when none has come
/// for <see cref="Patience"/>. Not for several threads at once, the answers of its runs included.
/// </remarks>
internal interface IExecdMachine
{
    /// <summary>How long to wait for a message before what is due is looked at again.</summary>
    TimeSpan Patience { get; }

    /// <summary>Whether on a stop each program is waited for before the next is started.</summary>
    bool StopsOneByOne { get; }

    /// <summary>Takes a message.</summary>
    /// <returns>The program to start, or null.</returns>
    ExecdRun? Handle(ReadOnlySpan<byte> datagram);

    /// <summary>What is due to be taken back now, in the order it is to be started; it is forgotten with this.</summary>
    IReadOnlyList<ExecdRun> TakeDue();

    /// <summary>All that is to be taken back when execd stops, in the order it is to be started.</summary>
    IReadOnlyList<ExecdRun> TakeAll();
}
