using System.ComponentModel.DataAnnotations;

namespace CoListen.Silo.Grains;

/// <summary>Settings <c>Pairing:*</c>.</summary>
internal sealed class PairingOptions : IValidatableObject
{
    /// <summary>
    /// Fixed code of <see cref="SessionName.Main"/>, for tests and kiosks; null for a new one at each start. At least four letters or
    /// digits.
    /// </summary>
    public string? Code { get; set; }

    /// <summary>
    /// <c>open</c> (default); or <c>first</c>: each session lets one phone in, and another whenever the host screen opens its pairing
    /// again.
    /// </summary>
    [RegularExpression("(?i)open|first", ErrorMessage = "Pairing:Window is open or first.")]
    public string Window { get; set; } = "open";

    /// <summary>A pairing window closes behind the first phone.</summary>
    public bool ClosesAfterFirst => string.Equals(Window, "first", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        const int minLength = 4;
        if (!string.IsNullOrWhiteSpace(Code) && Code.Count(char.IsLetterOrDigit) < minLength)
        {
            yield return new("Pairing:Code has at least four letters or digits.");
        }
    }
}
