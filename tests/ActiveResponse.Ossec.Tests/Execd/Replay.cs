using System.Text;
using System.Text.Json;
using ActiveResponse.Configuration;
using ActiveResponse.Ossec.Execd;

namespace ActiveResponse.Ossec.Tests.Execd;

/// <summary>Plays a scenario to the machine of its dialect, with the clock moved by hand and programs that are only told.</summary>
internal sealed class Replay
{
    private const double SlowSeconds = 4;

    private readonly List<Started> _started = [];
    private readonly PriorityQueue<Action, double> _later = new();
    private readonly Installation _installation;
    private readonly string _home;
    private double _now;
    private double _lastTurn;

    private Replay(Installation installation, string home) => (_installation, _home) = (installation, home);

    private IExecdMachine Machine => _installation.Machine;

    /// <summary>Plays it.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="dialect">Whose it is.</param>
    /// <param name="home">The folder the original was installed in, which stands in for ours.</param>
    public static IReadOnlyList<Started> Play(ExecdCase scenario, ConfigDialect dialect, string home)
    {
        var installation = new Installation(dialect, scenario.ArConf, scenario.Files, scenario.OssecConf);
        if (installation.State != ExecdState.Running)
        {
            return [];
        }

        var replay = new Replay(installation, home);
        replay.Turn();
        foreach (var step in scenario.Steps)
        {
            replay.PassTo(step.GetProperty("t").GetDouble());
            replay.Take(step);
        }

        replay.PassTo(scenario.EndsAt);
        foreach (var run in scenario.IsKilled ? [] : replay.Machine.TakeAll())
        {
            replay.Start(run);
            replay._now += run.Program.EndsWith("/slow", StringComparison.Ordinal) ? SlowSeconds : 0;
        }

        return replay._started;
    }

    private void Take(JsonElement step)
    {
        var arConf = _installation.Folder.ArConf;
        if (step.TryGetProperty("append_ar", out var more))
        {
            _installation.Files.File.AppendAllText(arConf, more.GetString());
        }
        else if (step.TryGetProperty("write_ar", out var text))
        {
            _installation.Files.File.WriteAllText(arConf, text.GetString());
        }
        else if (step.TryGetProperty("remove_ar", out _))
        {
            _installation.Files.File.Delete(arConf);
        }

        foreach (var datagram in ExecdCase.Datagrams(step))
        {
            if (Machine.Handle(datagram) is { } run)
            {
                Start(run);
            }

            Turn();
        }
    }

    private void Turn()
    {
        _lastTurn = _now;
        foreach (var run in Machine.TakeDue())
        {
            Start(run);
        }
    }

    private void Start(ExecdRun run)
    {
        var argv = string.Join(' ', [run.Program, .. run.Arguments]).Replace(_installation.Folder.Home, _home, StringComparison.Ordinal);
        if (!IsStartable(run))
        {
            run.Answer?.Invoke(null);
            return;
        }

        _started.Add(new Started(_now, argv, run.Line.IsEmpty ? null : Encoding.UTF8.GetString(run.Line.Span)));
        if (run.Answer is not null)
        {
            var isSlow = run.Program.EndsWith("/slow", StringComparison.Ordinal);
            _later.Enqueue(() => Answer(run, argv), _now + (isSlow ? SlowSeconds : 0));
            RunLater(_now);
        }
    }

    // The recordings have one file that is there and no program.
    private bool IsStartable(ExecdRun run)
    {
        var path = Path.Combine(_installation.Folder.Home, run.Program);
        return _installation.Files.File.Exists(path) && !path.EndsWith(".txt", StringComparison.Ordinal);
    }

    private void Answer(ExecdRun run, string argv)
    {
        if (run.Answer!(RecordingProgram.LineOf(run)) is { } told)
        {
            _started.Add(new Started(_now, argv, Encoding.UTF8.GetString(told.Span)));
        }
    }

    private void PassTo(double time)
    {
        while (_lastTurn + Machine.Patience.TotalSeconds <= time)
        {
            MoveTo(_lastTurn + Machine.Patience.TotalSeconds);
            Turn();
        }

        MoveTo(time);
    }

    private void MoveTo(double time)
    {
        RunLater(time);
        Set(time);
    }

    private void RunLater(double until)
    {
        while (_later.TryPeek(out var action, out var at) && at <= until)
        {
            _later.Dequeue();
            Set(at);
            action();
        }
    }

    private void Set(double time)
    {
        if (time > _now)
        {
            _installation.Clock.Advance(TimeSpan.FromSeconds(time - _now));
            _now = time;
        }
    }
}
