namespace ActiveResponse.Processes;

/// <summary>Why a program could not be started.</summary>
public enum StartFailure
{
    /// <summary>Any other reason; the result's detail names it.</summary>
    Other,

    /// <summary>There is no such file, or no such name in <c>PATH</c>.</summary>
    NotFound,

    /// <summary>The file may not be executed by this user.</summary>
    NotPermitted,

    /// <summary>The file is neither a program of this platform nor a script with a <c>#!</c> line.</summary>
    BadFormat,

    /// <summary>The interpreter its <c>#!</c> line names, or the loader it needs, is not there.</summary>
    MissingInterpreter,

    /// <summary>Somebody has the file open for writing.</summary>
    Busy,

    /// <summary>The working directory can't be entered.</summary>
    BadWorkingDirectory,

    /// <summary>An argument or variable can't be passed on: it has a NUL, or is not valid text, or all together are too long.</summary>
    BadArgument,

    /// <summary>The system is out of processes, memory or file descriptors.</summary>
    OutOfResources,
}
