namespace ActiveResponse.Alerts;

/// <summary>Field values found in one alert; of several places the lowest rank wins.</summary>
/// <param name="asWritten">Whether empty values and <c>-</c> count as values.</param>
internal sealed class AlertFields(bool asWritten = false)
{
    private static readonly int Count = Enum.GetValues<AlertField>().Length;

    private readonly string?[] _values = new string?[Count];
    private readonly int[] _ranks = new int[Count];

    public string? this[AlertField field] => _values[(int)field];

    /// <summary>The alert's <c>TimeStamp</c> number, milliseconds since 1970.</summary>
    public long? Milliseconds { get; set; }

    /// <summary>Keeps a value unless it is empty, <c>-</c>, or a better place already has one.</summary>
    public void Offer(AlertField field, int rank, string value)
    {
        var slot = (int)field;
        if ((asWritten || (value.Length != 0 && value != "-")) && (_values[slot] is null || rank < _ranks[slot]))
        {
            _values[slot] = value;
            _ranks[slot] = rank;
        }
    }
}
