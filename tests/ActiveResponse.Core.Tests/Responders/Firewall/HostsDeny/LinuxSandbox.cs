using System.Runtime.InteropServices;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

/// <summary>Runs a piece of a test on a thread with mounts of its own, or as another user, which end with the thread.</summary>
/// <remarks>Both belong to a thread on Linux, not to a process. What runs must not leave the thread: no waiting for others.</remarks>
internal static partial class LinuxSandbox
{
    private const int NewMounts = 0x20000;
    private const ulong Bind = 0x1000;
    private const ulong ReadOnly = 1;
    private const ulong Remount = 0x20;
    private const ulong Private = 0x44000;

    public static void RunWithMounts(Action action) =>
        Run(() =>
        {
            Assert.SkipWhen(Unshare(NewMounts) != 0 || Mount("none", "/", null, Private, null) != 0, "Mounts of one's own take root.");
            action();
        });

    public static void RunAsNobody(Action action) =>
        Run(() =>
        {
            _ = SetFileGroup(65534);
            _ = SetFileUser(65534);
            Assert.SkipWhen(SetFileUser(65534) != 65534, "Working as another user takes root.");
            action();
        });

    public static void MountBind(string from, string to) => Check(Mount(from, to, null, Bind, null));

    public static void MountReadOnly(string folder)
    {
        MountBind(folder, folder);
        Check(Mount("none", folder, null, Bind | Remount | ReadOnly, null));
    }

    public static void MountMemory(string folder, int bytes) => Check(Mount("tmpfs", folder, "tmpfs", 0, $"size={bytes}"));

    private static void Check(int answer) => answer.Should().Be(0, Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));

    private static void Run(Action action)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(action));
        thread.Start();
        thread.Join();
        if (thrown is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(thrown);
        }
    }

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string? type, ulong flags, string? data);

    [LibraryImport("libc", EntryPoint = "setfsgid")]
    private static partial int SetFileGroup(uint group);

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileUser(uint user);
}
