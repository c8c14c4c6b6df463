namespace ActiveResponse.Processes;

/// <summary>Kernel descriptor of a child: reports its end once, then closes.</summary>
internal sealed class ProcessDescriptor : IWatched
{
    private readonly Lock _gate = new();
    private readonly ChildWatch _watch;
    private readonly Action _ended;
    private readonly int _descriptor;
    private readonly long _number;

    private ProcessDescriptor(int descriptor, ChildWatch watch, Action ended)
    {
        (_descriptor, _watch, _ended) = (descriptor, watch, ended);
        lock (_gate)
        {
            _number = watch.Add(descriptor, this);
        }
    }

    /// <summary>Watches a child that hasn't been reaped; false if that is impossible.</summary>
    public static bool TryWatch(int process, ChildWatch watch, Action ended)
    {
        var descriptor = (int)Libc.OpenProcess(Libc.OpenProcessNumber, process, 0);
        if (descriptor < 0)
        {
            return false;
        }

        if (new ProcessDescriptor(descriptor, watch, ended)._number != 0)
        {
            return true;
        }

        _ = Libc.Close(descriptor);
        return false;
    }

    public void Ready()
    {
        // It may have ended before the number was assigned.
        lock (_gate)
        {
            _watch.Remove(_number, _descriptor);
            _ = Libc.Close(_descriptor);
        }

        _ended();
    }
}
