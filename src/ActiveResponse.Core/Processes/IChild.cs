namespace ActiveResponse.Processes;

/// <summary>A started program. Disposing closes our pipe ends and releases the process, which is reaped when it ends.</summary>
internal interface IChild : IDisposable
{
    /// <summary>Our end of its standard input.</summary>
    Stream Input { get; }

    /// <summary>Our end of its standard output.</summary>
    Stream Output { get; }

    /// <summary>Our end of its standard error.</summary>
    Stream Error { get; }

    /// <summary>Completes when the program itself ends.</summary>
    Task Ended { get; }

    /// <summary>Asks it and its group to stop; does nothing once reaped.</summary>
    void RequestStop();

    /// <summary>Kills it and its group; does nothing once reaped.</summary>
    void Kill();

    /// <summary>Reaps it and returns how it ended; no signal is sent afterwards. Null while it runs.</summary>
    ChildExit? Reap();
}
