namespace ActiveResponse.State.Compact;

/// <summary>Numbered, reference-counted templates in use. Unused ones are removed, so that nobody can fill the table permanently.</summary>
internal sealed class TemplateTable
{
    private readonly Dictionary<EffectTemplate, int> _numbers = [];
    private readonly Stack<int> _free = [];
    private readonly List<(EffectTemplate? Template, int Uses)> _templates = [];
    private int _last = -1;

    /// <summary>Number of templates.</summary>
    public int Count => _numbers.Count;

    public EffectTemplate this[int number] => _templates[number].Template!;

    /// <summary>Returns the template number of an effect and adds a use.</summary>
    public int Use(EffectRecord effect, EffectHolder holder)
    {
        // Most attacks at one time trigger the same rule, so the last template is compared first, without creating one.
        if (_last < 0 || !_templates[_last].Template!.IsOf(effect, holder))
        {
            _last = NumberOf(EffectTemplate.Of(effect, holder));
        }

        Use(_last);
        return _last;
    }

    /// <summary>Adds a use of a template in use.</summary>
    public void Use(int number) => _templates[number] = (_templates[number].Template, _templates[number].Uses + 1);

    /// <summary>Removes a use.</summary>
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

    /// <summary>Returns a copy of all templates, by number.</summary>
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
