using System.Globalization;
using ActiveResponse.Alerts;

namespace ActiveResponse.Crash.Tests.Support;

/// <summary>What the agent says it has on record.</summary>
internal sealed class AgentReport
{
    /// <summary>The effects and their states.</summary>
    public Dictionary<EffectKey, string> Effects { get; } = [];

    public Dictionary<EffectKey, int> Offenses { get; } = [];

    /// <summary>Addresses whose lift was answered, and whether it worked.</summary>
    public Dictionary<string, bool> Lifted { get; } = [];

    public AlertFilePosition? Position { get; private set; }

    public void Add(string line)
    {
        switch (line.Split(' '))
        {
            case ["effect", var responder, var address, var state]:
                Effects[new EffectKey(responder, address)] = state;
                break;
            case ["offense", var responder, var address, var text]
                when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count):
                Offenses[new EffectKey(responder, address)] = count;
                break;
            case ["lifted", var address, ("yes" or "no") and var worked]:
                Lifted[address] = worked == "yes";
                break;
            case ["position", ..] when AlertFilePosition.TryParse(line["position ".Length..], out var position):
                Position = position;
                break;
        }
    }
}

/// <summary>One effect of the agent.</summary>
internal readonly record struct EffectKey(string Responder, string Address);
