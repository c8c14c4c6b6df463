using System.Globalization;
using System.Runtime.InteropServices;

namespace ActiveResponse.Crash.Tests.Agent;

/// <summary>At which step, and at which time it is reached, the process kills itself: <c>store.after revert 2</c>, or
/// <c>none</c>.</summary>
internal sealed partial class KillPlan
{
    /// <summary>Between the step and how often firewalls fail before they work: <c>act.after apply 1;fails 1</c>.</summary>
    public const string FailsFirst = ";fails ";

    private const int Kill = 9;

    private readonly Lock _gate = new();
    private string _step = "";
    private int _left;
    private int _failures;

    /// <summary>Whether the engine is still starting: plans for <c>recovery …</c> are for that time only.</summary>
    public bool IsRecovering { get; set; }

    public void Arm(string plan)
    {
        lock (_gate)
        {
            if (plan.Split(FailsFirst) is [var rest, var failures])
            {
                (plan, _failures) = (rest, int.Parse(failures, CultureInfo.InvariantCulture));
            }

            var split = plan.LastIndexOf(' ');
            (_step, _left) = split < 0 ? ("", 0) : (plan[..split], int.Parse(plan[(split + 1)..], CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Whether a firewall fails at this call; it is counted.</summary>
    public bool Fails()
    {
        lock (_gate)
        {
            return _failures > 0 && _failures-- > 0;
        }
    }

    /// <summary>Whether a step is the one; it counts as reached then.</summary>
    public bool IsAt(string step)
    {
        lock (_gate)
        {
            return (step == _step || (IsRecovering && "recovery " + step == _step)) && --_left == 0;
        }
    }

    /// <summary>Comes to a step, and dies there if that is the plan.</summary>
    public void Pass(string step)
    {
        if (IsAt(step))
        {
            Die();
        }
    }

    public void Die()
    {
        // Past the console's own lock, which another thread may hold.
        using var output = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(1, ownsHandle: false), FileAccess.Write, 0);
        output.Write(System.Text.Encoding.ASCII.GetBytes($"\ndying {_step}\n"));
        _ = SendSignal(Environment.ProcessId, Kill);
        Thread.Sleep(Timeout.Infinite);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
