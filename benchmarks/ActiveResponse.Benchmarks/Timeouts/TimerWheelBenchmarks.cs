using ActiveResponse.Configuration;
using ActiveResponse.Planning;
using ActiveResponse.Timeouts;
using BenchmarkDotNet.Attributes;

namespace ActiveResponse.Benchmarks.Timeouts;

/// <summary>Single steps of the timing wheel while many wait in it.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class TimerWheelBenchmarks
{
    private static readonly long Start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private TimerWheel _wheel = null!;
    private ActionKey[] _keys = [];
    private ActionKey _other;
    private int _next;

    /// <summary>How many wait.</summary>
    [Params(1_000, 1_000_000)]
    public int Waiting { get; set; }

    /// <summary>Fills the wheel with times of ten minutes to a day.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _wheel = new TimerWheel(Start);
        _keys = [.. Enumerable.Range(0, Waiting).Select(Key)];
        _other = Key(-1);
        for (var n = 0; n < Waiting; n++)
        {
            _wheel.Set(_keys[n], Due(n));
        }
    }

    /// <summary>One more, and it is forgotten again.</summary>
    [Benchmark]
    public void AddAndRemove()
    {
        _wheel.Set(_other, Due(7));
        _wheel.Remove(_other);
    }

    /// <summary>Another time for one that waits, later each round.</summary>
    [Benchmark]
    public void Extend()
    {
        _next++;
        _wheel.Set(_keys[_next * 7919L % Waiting], Due(_next) + (_next * TimeSpan.TicksPerMillisecond));
    }

    /// <summary>A look at a time when nothing is due.</summary>
    [Benchmark]
    public long IdleTick()
    {
        _ = _wheel.Advance(Start + TimeSpan.TicksPerSecond);
        return _wheel.Next(Start + TimeSpan.TicksPerMinute);
    }

    private static long Due(int n) => Start + ((600_000 + (n * 7919L % 85_000_000)) * TimeSpan.TicksPerMillisecond);

    private static ActionKey Key(int n) =>
        new(
            "firewall-drop",
            Subject.Of(
                AddressPrefix.From(
                    new System.Net.IPAddress([
                        0x20,
                        0x01,
                        0x0d,
                        0xb8,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        (byte)(n >> 24),
                        (byte)(n >> 16),
                        (byte)(n >> 8),
                        (byte)n,
                    ])
                )
            )
        );
}
