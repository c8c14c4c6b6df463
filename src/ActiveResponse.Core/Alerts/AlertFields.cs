namespace ActiveResponse.Alerts;

/// <summary>The field values found in one alert; of several places the one of lowest rank stays.</summary>
/// <param name="asWritten">Whether empty values and <c>-</c> are values, too.</param>
internal sealed class AlertFields(bool asWritten = false)
{
    private static readonly int Count = Enum.GetValues<AlertField>().Length;

    private readonly string?[] _values = new string?[Count];
    private readonly int[] _ranks = new int[Count];

    public string? this[AlertField field] => _values[(int)field];

    /// <summary>The alert's <c>TimeStamp</c> number, milliseconds since 1970.</summary>
    public long? Milliseconds { get; set; }

    /// <summary>Keeps a value unless it is empty, <c>-</c>, or one from a better place is there.</summary>
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
