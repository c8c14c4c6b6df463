using System.Text;

namespace ActiveResponse.Tool.Output;

/// <summary>Standard output and standard error: their failures end and delay nothing.</summary>
internal sealed class StandardStreams
{
    private const int BufferLength = 16 * 1024;
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(2);

    private readonly OutputPump _output;
    private readonly OutputPump _error;

    private StandardStreams()
    {
        _error = new OutputPump(Open(2, Console.OpenStandardError), new OutputLimits(), notify: null);
        _output = new OutputPump(
            Open(1, Console.OpenStandardOutput),
            new OutputLimits(),
            static problem => Console.Error.WriteLine($"active-response: Standard output {problem}.")
        );
        (_output.Other, _error.Other) = (_error, _output);
    }

    /// <summary>Whether standard output was lost.</summary>
    public bool HasLostOutput => _output.HasFailed;

    /// <summary>Makes <see cref="Console"/> write to them.</summary>
    public static StandardStreams Take()
    {
        var streams = new StandardStreams();
        Console.SetError(WriterOf(streams._error));
        Console.SetOut(WriterOf(streams._output));
        return streams;
    }

    /// <summary>From now on, work goes on without a reader.</summary>
    public void BeAService() => _output.WaitsForReader = _error.WaitsForReader = false;

    /// <summary>Stops waiting for readers, as the process ends.</summary>
    public void GiveUp()
    {
        _output.GiveUp();
        _error.GiveUp();
    }

    /// <summary>Waits until everything is written; only briefly once the process should end.</summary>
    public void Finish()
    {
        _output.Finish(FlushLimit);
        _error.Finish(FlushLimit);
    }

    /// <summary>Opens a standard stream; a missing one discards everything.</summary>
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
