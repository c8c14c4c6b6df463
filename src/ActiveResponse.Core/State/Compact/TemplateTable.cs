namespace ActiveResponse.State.Compact;

/// <summary>The templates that are in use, each once and under a number; one that no effect has any more is forgotten, so that nobody can fill
/// it for good.</summary>
internal sealed class TemplateTable
{
    private readonly Dictionary<EffectTemplate, int> _numbers = [];
    private readonly Stack<int> _free = [];
    private readonly List<(EffectTemplate? Template, int Uses)> _templates = [];
    private int _last = -1;

    /// <summary>How many there are.</summary>
    public int Count => _numbers.Count;

    public EffectTemplate this[int number] => _templates[number].Template!;

    /// <summary>The number of the template of an effect, for one use more.</summary>
    public int Use(EffectRecord effect, EffectHolder holder)
    {
        // Attackers at one time mostly set off the same rule: no template is made to find that out.
        if (_last < 0 || !_templates[_last].Template!.IsOf(effect, holder))
        {
            _last = NumberOf(EffectTemplate.Of(effect, holder));
        }

        Use(_last);
        return _last;
    }

    /// <summary>One use more of a template that is in use.</summary>
    public void Use(int number) => _templates[number] = (_templates[number].Template, _templates[number].Uses + 1);

    /// <summary>Ends one use.</summary>
    public void Release(int number)
    {
        var (template, uses) = _templates[number];
        if (uses > 1)
        {
            _templates[number] = (template, uses - 1);
            return;
        }

        _numbers.Remove(template!);
        _templates[number] = default;
        _free.Push(number);
        _last = -1;
    }

    /// <summary>All of them by number, as they are now.</summary>
    public EffectTemplate?[] ToArray() => [.. _templates.Select(static template => template.Template)];

    private int NumberOf(EffectTemplate template)
    {
        if (_numbers.TryGetValue(template, out var number))
        {
            return number;
        }

        if (!_free.TryPop(out number))
        {
            number = _templates.Count;
            _templates.Add(default);
        }

        _numbers.Add(template, number);
        _templates[number] = (template, 0);
        return number;
    }
}
