using System.Text;

namespace ActiveResponse.Tool.Output;

/// <summary>Standard output and standard error: whatever happens to them ends and delays nothing.</summary>
internal sealed class StandardStreams
{
    private const int BufferLength = 16 * 1024;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly OutputPump _output;
    private readonly OutputPump _error;

    private StandardStreams()
    {
        _error = new OutputPump(Open(2, Console.OpenStandardError), new OutputLimits(), tell: null);
        _output = new OutputPump(
            Open(1, Console.OpenStandardOutput),
            new OutputLimits(),
            static problem => Console.Error.WriteLine($"active-response: Standard output {problem}.")
        );
        (_output.Other, _error.Other) = (_error, _output);
    }

    /// <summary>Whether what was meant for standard output was lost.</summary>
    public bool HasLostOutput => _output.HasFailed;

    /// <summary>Makes them what <see cref="Console"/> writes to.</summary>
    public static StandardStreams Take()
    {
        var streams = new StandardStreams();
        Console.SetError(WriterOf(streams._error));
        Console.SetOut(WriterOf(streams._output));
        return streams;
    }

    /// <summary>From now on the work goes on though nobody reads.</summary>
    public void BeAService() => _output.WaitsForReader = _error.WaitsForReader = false;

    /// <summary>The process ends: nobody waits for a reader any more.</summary>
    public void GiveUp()
    {
        _output.GiveUp();
        _error.GiveUp();
    }

    /// <summary>Waits until all is written; once the process was told to end, a moment at most.</summary>
    public void Finish()
    {
        _output.Finish(LastWords);
        _error.Finish(LastWords);
    }

    /// <summary>Opens a standard stream; one that isn't there takes everything and keeps nothing.</summary>
    public static Stream Open(int descriptor, Func<Stream> open)
    {
        try
        {
            return Opened(descriptor, open);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Stream.Null;
        }
    }

    private static Stream Opened(int descriptor, Func<Stream> open)
    {
        if (StandardDescriptors.IsOfTheRuntime(descriptor))
        {
            return Stream.Null;
        }

        return OperatingSystem.IsWindows() ? open() : new DescriptorStream(descriptor);
    }

    private static StreamWriter WriterOf(Stream stream)
    {
        var encoding =
            Console.OutputEncoding is UTF8Encoding ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) : Console.OutputEncoding;
        return new StreamWriter(stream, encoding, BufferLength) { AutoFlush = true };
    }
}
