using System.ComponentModel.DataAnnotations;

namespace Zoetrope.Platform.Media;

/// <summary>Section <c>Media:S3</c>: an S3-compatible store. Empty keys leave it to the environment (variables, instance role).</summary>
public sealed class S3Options
{
    /// <summary>The section's name.</summary>
    public const string Section = "Media:S3";

    /// <summary>The service's address, such as <c>https://s3.eu-central-1.amazonaws.com</c>.</summary>
    [Required(ErrorMessage = "Media:Store is s3, so Media:S3:Endpoint must name the service's address.")]
    public Uri? Endpoint { get; set; }

    /// <summary>The bucket; it must exist and need not be public.</summary>
    [Required(ErrorMessage = "Media:Store is s3, so Media:S3:Bucket must name the bucket.")]
    public string Bucket { get; set; } = "";

    /// <summary>Signed into every request; most services other than Amazon's take any.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>The access key's id.</summary>
    public string AccessKey { get; set; } = "";

    /// <summary>The access key's secret.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>Put before every key, so that one bucket can hold several instances.</summary>
    [RegularExpression("^([A-Za-z0-9_-][A-Za-z0-9._-]*/)*$", ErrorMessage = "Media:S3:Prefix is empty, or path segments each ending in '/'.")]
    public string Prefix { get; set; } = "";

    /// <summary>Whether the bucket stands in the path instead of the host's name; most services other than Amazon's want it so.</summary>
    public bool PathStyle { get; set; } = true;

    /// <summary>Files larger than this are put in parts of this size. S3 takes no part below 5 MiB.</summary>
    [Range(5, 512)]
    public int PartMiB { get; set; } = 16;

    /// <summary>
    /// Whether the gateway sends whoever may read a private rendition to the store itself, with a presigned address, instead of passing its
    /// bytes on. The bucket must then allow the public origin (CORS).
    /// </summary>
    public bool Redirect { get; set; }
}
