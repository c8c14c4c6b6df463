using System.Buffers.Text;
using System.Globalization;
using System.Text;
using ActiveResponse.State;

namespace ActiveResponse.AspNetCore.Views;

/// <summary>Where an effect stands in an order, which a cursor names.</summary>
/// <param name="Number">What is ordered by; 0 for the target.</param>
/// <param name="Target">The target.</param>
/// <param name="Responder">The responder.</param>
internal readonly record struct PageKey(long Number, string Target, string Responder) : IComparable<PageKey>
{
    private const int MostText = 8_192;

    /// <summary>The names of orders.</summary>
    public static IReadOnlyList<string> Sorts { get; } = ["until", "since", "target", "rule"];

    public static PageKey Of(EffectRecord effect, string sort) =>
        new(
            sort switch
            {
                "until" => effect.Until?.UtcTicks ?? long.MaxValue,
                "since" => effect.Since.UtcTicks,
                "rule" => EffectItems.OriginOf(effect).RuleId,
                _ => 0,
            },
            ShownText.Of(effect.Key.Subject),
            effect.Key.Responder
        );

    /// <exception cref="ViewException">It is no cursor.</exception>
    public static PageKey Parse(string cursor)
    {
        if (
            cursor.Length <= MostText
            && Base64Url.IsValid(cursor)
            && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('\n') is [var number, var target, var responder]
            && long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        )
        {
            return new PageKey(value, target, responder);
        }

        throw new ViewException(ViewProblem.Invalid, "'after' isn't a cursor of this list.", "Begin again without it.");
    }

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Number}\n{Target}\n{Responder}")));

    public int CompareTo(PageKey other)
    {
        var byNumber = Number.CompareTo(other.Number);
        if (byNumber != 0)
        {
            return byNumber;
        }

        var byTarget = string.CompareOrdinal(Target, other.Target);
        return byTarget != 0 ? byTarget : string.CompareOrdinal(Responder, other.Responder);
    }
}
