using System.Runtime.CompilerServices;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Places a Wazuh pattern may return to; a fifth isn't saved.</summary>
internal struct OsRegexReturns
{
    private const int Capacity = 4;

    private Places _places;
    private int _count;

    /// <summary>Saves a place, if there is room.</summary>
    public void Push(int element, int position)
    {
        if (_count < Capacity)
        {
            _places[_count++] = (element, position);
        }
    }

    /// <summary>Restores the last place.</summary>
    public bool TryPop(out int element, out int position)
    {
        var any = _count > 0;
        (element, position) = any ? _places[--_count] : default;
        return any;
    }

    [InlineArray(Capacity)]
    private struct Places
    {
        private (int Element, int Position) _first;
    }
}
