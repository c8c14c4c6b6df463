namespace ActiveResponse.Processes;

/// <summary>A started program. Disposing closes our pipe ends and lets go of the process, which is reaped as soon as it has
/// ended.</summary>
internal interface IChild : IDisposable
{
    /// <summary>Our end of its standard input.</summary>
    Stream Input { get; }

    /// <summary>Our end of its standard output.</summary>
    Stream Output { get; }

    /// <summary>Our end of its standard error.</summary>
    Stream Error { get; }

    /// <summary>Completes when the program itself has ended.</summary>
    Task Ended { get; }

    /// <summary>Asks it and its group to stop; does nothing once it is reaped.</summary>
    void RequestStop();

    /// <summary>Kills it and its group; does nothing once it is reaped.</summary>
    void Kill();

    /// <summary>Reaps it and says how it ended; from then on no signal is sent. Null while it still runs.</summary>
    ChildExit? Reap();
}
