namespace ActiveResponse.Processes;

/// <summary>Why a program couldn't be started.</summary>
public enum StartFailure
{
    /// <summary>Any other reason; the result's detail names it.</summary>
    Other,

    /// <summary>No such file, or no such name in <c>PATH</c>.</summary>
    NotFound,

    /// <summary>This user may not execute the file.</summary>
    NotPermitted,

    /// <summary>The file is neither a program of this platform nor a script with a <c>#!</c> line.</summary>
    BadFormat,

    /// <summary>The interpreter of its <c>#!</c> line, or the loader it needs, is missing.</summary>
    MissingInterpreter,

    /// <summary>Somebody has the file open for writing.</summary>
    Busy,

    /// <summary>The working directory can't be entered.</summary>
    BadWorkingDirectory,

    /// <summary>An argument or variable contains a NUL or invalid text, or all together are too long.</summary>
    BadArgument,

    /// <summary>The system is out of processes, memory or file descriptors.</summary>
    OutOfResources,
}
