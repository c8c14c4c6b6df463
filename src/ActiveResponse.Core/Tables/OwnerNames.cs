namespace ActiveResponse.Tables;

/// <summary>Numbers for the names of responders. They are few and the host's own; what is more than fits has no number.</summary>
internal sealed class OwnerNames
{
    private readonly string[] _names = new string[PackedKey.Elsewhere];
    private int _count = 1;
    private int _last;

    /// <summary>The name of a number.</summary>
    public string this[byte number] => _names[number];

    /// <summary>All names that have a number.</summary>
    public ReadOnlySpan<string> All => _names.AsSpan(1, _count - 1);

    /// <summary>Whether there are no more numbers.</summary>
    public bool IsFull => _count == _names.Length;

    /// <summary>The number of a name; <see cref="PackedKey.Nobody"/> if it has none.</summary>
    public byte Find(string name)
    {
        // Readers may look while a writer does, as long as nothing is added: the last one is read once.
        var (names, last) = (_names, _last);
        if (names[last] == name)
        {
            return (byte)last;
        }

        for (var number = 1; number < _count; number++)
        {
            if (names[number] == name)
            {
                _last = number;
                return (byte)number;
            }
        }

        return PackedKey.Nobody;
    }

    /// <summary>The number of a name, a new one if need be; <see cref="PackedKey.Nobody"/> if there are no more.</summary>
    public byte FindOrAdd(string name)
    {
        var number = Find(name);
        if (number == PackedKey.Nobody && _count < _names.Length)
        {
            (_names[_count], _last) = (name, _count);
            return (byte)_count++;
        }

        return number;
    }
}
