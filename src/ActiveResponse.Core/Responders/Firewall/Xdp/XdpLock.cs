using System.Runtime.InteropServices;
using ActiveResponse.Platform;
using Microsoft.Win32.SafeHandles;

namespace ActiveResponse.Responders.Firewall.Xdp;

/// <summary>Keeps processes from changing our folder at once: a lock on the bpf file system's own, which is there before ours and
/// after.</summary>
internal sealed class XdpLock(string folder, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Takes the lock until the returned file is closed.</summary>
    /// <exception cref="FirewallException">Another process held it for too long, or the folder can't be opened.</exception>
    public async ValueTask<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        var number = LinuxNative.Open(folder, LinuxNative.ReadOnly | LinuxNative.CloseOnExec | LinuxNative.Folder, 0);
        if (number < 0)
        {
            throw new FirewallException($"{folder} can't be opened: {LinuxError.Explain(Marshal.GetLastPInvokeError())}");
        }

        var file = new SafeFileHandle(number, ownsHandle: true);
        try
        {
            var started = clock.GetTimestamp();
            while (LinuxNative.Lock(file, LinuxNative.LockExclusive | LinuxNative.LockWithoutWaiting) != 0)
            {
                if (clock.GetElapsedTime(started) > Patience)
                {
                    throw new FirewallException($"another process works in {folder} for too long (flock). See 'lsof {folder}'.");
                }

                // Whoever holds it works in real time, whatever the clock of this host is.
                await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
