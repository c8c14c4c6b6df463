using System.Diagnostics;
using System.Globalization;

namespace ActiveResponse.Testing.Conformance;

/// <summary>A temporary folder of small programs; what they leave running is killed at the end.</summary>
public sealed class ScriptBox : IDisposable
{
    /// <summary>Makes the folder.</summary>
    public ScriptBox()
    {
        Folder = Directory.CreateTempSubdirectory("ar-proc-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);
        }
    }

    /// <summary>The folder, absolute.</summary>
    public string Folder { get; }

    /// <summary>The path of a file in it.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>The text of a file in it; empty if it isn't there.</summary>
    public string Read(string name) => File.Exists(PathOf(name)) ? File.ReadAllText(PathOf(name)) : "";

    /// <summary>Completes when a program has written a line to a file.</summary>
    public async Task WrittenAsync(string name)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(Folder, name)
        {
            NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.FileName | NotifyFilters.Size,
        };
        void Look(object sender, FileSystemEventArgs e)
        {
            if (Read(name).EndsWith('\n'))
            {
                seen.TrySetResult();
            }
        }

        watcher.Created += Look;
        watcher.Changed += Look;
        watcher.EnableRaisingEvents = true;
        Look(this, new FileSystemEventArgs(WatcherChangeTypes.Changed, Folder, name));
        await seen.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>Writes an executable shell script.</summary>
    public string Shell(string name, string body) => Write(name, $"#!/bin/sh\n{body}\n", (UnixFileMode)0b111_101_101);

    /// <summary>Writes a file with a mode.</summary>
    public string Write(string name, string text, UnixFileMode mode)
    {
        var path = PathOf(name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }

        return path;
    }

    /// <summary>Kills what the scripts left running, by the ids in <c>*.pid</c>, and removes the folder.</summary>
    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*.pid"))
        {
            foreach (var line in File.ReadAllLines(file))
            {
                Kill(line);
            }
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static void Kill(string line)
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(line, CultureInfo.InvariantCulture));
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException)
        {
            // Gone already.
        }
    }
}
