using System.ComponentModel;
using System.Diagnostics;

namespace ActiveResponse.Processes;

/// <summary>Starts a child with <see cref="Process"/>, for platforms where <see cref="SpawnLauncher"/> doesn't work: no session of its own.</summary>
internal sealed class ProcessLauncher : IChildLauncher
{
    public bool TakesBytes => false;

    public Task<ChildStart> StartAsync(LaunchPlan plan)
    {
        var info = new ProcessStartInfo(plan.FullPath)
        {
            WorkingDirectory = plan.WorkingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Clear();
        foreach (var (name, value) in plan.Environment)
        {
            info.Environment[name] = value;
        }

        foreach (var argument in plan.Arguments)
        {
            info.ArgumentList.Add(argument);
        }

        var process = new Process { StartInfo = info, EnableRaisingEvents = true };
        try
        {
            process.Start();
            return Task.FromResult(ChildStart.Of(new ProcessChild(process)));
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            return Task.FromResult(OperatingSystem.IsWindows()
                ? ChildStart.Failed(e.NativeErrorCode == 2 ? StartFailure.NotFound : StartFailure.Other, $"{plan.Executable}: {e.Message}")
                : SpawnErrors.Explain(e.NativeErrorCode, plan));
        }
    }
}
