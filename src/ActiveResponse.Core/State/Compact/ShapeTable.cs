namespace ActiveResponse.State.Compact;

/// <summary>The shapes that are in use, each once and under a number; one that no effect has any more is forgotten, so that nobody can fill
/// it for good.</summary>
internal sealed class ShapeTable
{
    private readonly Dictionary<EffectShape, int> _numbers = [];
    private readonly Stack<int> _free = [];
    private readonly List<(EffectShape? Shape, int Uses)> _shapes = [];
    private int _last = -1;

    /// <summary>How many there are.</summary>
    public int Count => _numbers.Count;

    public EffectShape this[int number] => _shapes[number].Shape!;

    /// <summary>The number of the shape of an effect, for one use more.</summary>
    public int Use(EffectRecord effect, EffectHolder holder)
    {
        // Attackers at one time mostly set off the same rule: no shape is made to find that out.
        if (_last < 0 || !_shapes[_last].Shape!.IsOf(effect, holder))
        {
            _last = NumberOf(EffectShape.Of(effect, holder));
        }

        Use(_last);
        return _last;
    }

    /// <summary>One use more of a shape that is in use.</summary>
    public void Use(int number) => _shapes[number] = (_shapes[number].Shape, _shapes[number].Uses + 1);

    /// <summary>Ends one use.</summary>
    public void Release(int number)
    {
        var (shape, uses) = _shapes[number];
        if (uses > 1)
        {
            _shapes[number] = (shape, uses - 1);
            return;
        }

        _numbers.Remove(shape!);
        _shapes[number] = default;
        _free.Push(number);
        _last = -1;
    }

    /// <summary>All of them by number, as they are now.</summary>
    public EffectShape?[] ToArray() => [.. _shapes.Select(static shape => shape.Shape)];

    private int NumberOf(EffectShape shape)
    {
        if (_numbers.TryGetValue(shape, out var number))
        {
            return number;
        }

        if (!_free.TryPop(out number))
        {
            number = _shapes.Count;
            _shapes.Add(default);
        }

        _numbers.Add(shape, number);
        _shapes[number] = (shape, 0);
        return number;
    }
}
