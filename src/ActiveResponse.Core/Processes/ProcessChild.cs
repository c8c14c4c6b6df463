using System.ComponentModel;
using System.Diagnostics;

namespace ActiveResponse.Processes;

/// <summary>A child started with <see cref="Process"/>.</summary>
/// <remarks>
/// .NET reaps it in the background, so a signal of our own could meet a stranger who got its number: asking it to stop is closing its input, and the kill
/// is <see cref="Process.Kill(bool)"/>, which knows whether it is still there.
/// </remarks>
internal sealed class ProcessChild(Process process) : IChild
{
    private readonly Task _ended = process.WaitForExitAsync();

    public Stream Input { get; } = process.StandardInput.BaseStream;

    public Stream Output { get; } = process.StandardOutput.BaseStream;

    public Stream Error { get; } = process.StandardError.BaseStream;

    public Task Ended => _ended;

    public void AskToStop()
    {
        try
        {
            Input.Dispose();
        }
        catch (IOException)
        {
            // It has closed its end before us.
        }
    }

    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // Gone already, or some of its children are.
        }
    }

    public ChildExit? Reap() => process.HasExited ? new ChildExit(process.ExitCode, null) : null;

    public void Dispose()
    {
        AskToStop();
        Output.Dispose();
        Error.Dispose();
        process.Dispose();
    }
}
