using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Processes.CliWrap;

/// <summary>Takes CliWrap's three pipes and keeps CliWrap from closing them until they are released.</summary>
internal sealed class HeldPipes
{
    private const int FirstAfterStandard = 3;

    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // CliWrap requests all three before its call returns.
    public Stream Input { get; private set; } = Stream.Null;

    public Stream Output { get; private set; } = Stream.Null;

    public Stream Error { get; private set; } = Stream.Null;

    public Task HoldInputAsync(Stream stream, CancellationToken cancellationToken)
    {
        Input = KeptOpen(stream);
        return _released.Task;
    }

    public Task HoldOutputAsync(Stream stream, CancellationToken cancellationToken)
    {
        Output = stream;
        return _released.Task;
    }

    public Task HoldErrorAsync(Stream stream, CancellationToken cancellationToken)
    {
        Error = stream;
        return _released.Task;
    }

    public void Release()
    {
        Input.Dispose();
        Output.Dispose();
        Error.Dispose();
        _released.TrySetResult();
    }

    // CliWrap closes the input when the program ends, but a process it leaves behind may still read it.
    private static Stream KeptOpen(Stream stream)
    {
        if (
            !OperatingSystem.IsLinux()
            || stream is not PipeStream pipe
            || Libc.Duplicate(pipe.SafePipeHandle, Libc.DuplicateCloseOnExec, FirstAfterStandard) is not (>= 0 and var own)
        )
        {
            return stream;
        }

        stream.Dispose();
        return new AnonymousPipeClientStream(PipeDirection.Out, new SafePipeHandle(own, ownsHandle: true));
    }
}
