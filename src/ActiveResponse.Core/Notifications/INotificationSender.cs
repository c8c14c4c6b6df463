namespace ActiveResponse.Notifications;

/// <summary>Delivers the text of a notification.</summary>
internal interface INotificationSender
{
    /// <summary>Its name, for logs and health.</summary>
    string Name { get; }

    /// <summary>Tries once. Failures of the world are results.</summary>
    Task<SendResult> SendAsync(string text, CancellationToken cancellationToken);
}
