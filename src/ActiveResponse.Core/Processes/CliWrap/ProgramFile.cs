namespace ActiveResponse.Processes.CliWrap;

/// <summary>Checks a program file before <c>setsid</c> gets it, which would itself start and then pass a non-program to a shell.</summary>
internal static class ProgramFile
{
    private const int NotThere = 2;
    private const int NoProgram = 8;
    private const int NotAllowed = 13;
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Returns the error number that starting it would give, as far as the file shows; else 0.</summary>
    public static int ErrorOf(LaunchPlan plan)
    {
        try
        {
            return StatusOf(plan.FullPath);
        }
        catch (UnauthorizedAccessException)
        {
            return NotAllowed;
        }
        catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return NotThere;
        }
        catch (IOException)
        {
            // Starting it will show.
            return 0;
        }
    }

    private static int StatusOf(string path)
    {
        if (Directory.Exists(path) || (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Execute) == 0))
        {
            return NotAllowed;
        }

        // Pipes and devices have no length either, and must not be opened.
        if (new FileInfo(path).Length == 0)
        {
            return NoProgram;
        }

        return TryReadHead(path, out var head) ? ErrorOf(head) : 0;
    }

    private static int ErrorOf(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\u007fELF"u8))
        {
            return 0;
        }

        if (!head.StartsWith("#!"u8))
        {
            return NoProgram;
        }

        var line = head[2..];
        line = line[..(line.IndexOf((byte)'\n') is var end and >= 0 ? end : line.Length)].Trim(" \t"u8);
        var interpreter = System.Text.Encoding.UTF8.GetString(
            line[..(line.IndexOfAny((byte)' ', (byte)'\t') is var stop and >= 0 ? stop : line.Length)]
        );
        return interpreter.StartsWith('/') && !File.Exists(interpreter) ? NotThere : 0;
    }

    private static bool TryReadHead(string path, out ReadOnlySpan<byte> head)
    {
        // As much as Linux reads of a script.
        var bytes = new byte[256];
        head = default;
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            head = bytes.AsSpan(0, RandomAccess.Read(file, bytes, 0));
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            // Executable but not readable.
            return false;
        }
    }
}
