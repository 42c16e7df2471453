#include "core/diagnosis/probes/certificate_reading.h"

#include <QHostAddress>
#include <QTimeZone>

#include <algorithm>
#include <ctime>

namespace wharf::diagnosis {

namespace {

QString textOf(const ASN1_STRING *string)
{
    unsigned char *bytes = nullptr;
    const int size = ASN1_STRING_to_UTF8(&bytes, string);
    if (size < 0)
        return {};
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(bytes), size);
    OPENSSL_free(bytes);
    return cleanServerText(text);
}

QString rawTextOf(const ASN1_STRING *string)
{
    return cleanServerText(QString::fromLatin1(reinterpret_cast<const char *>(ASN1_STRING_get0_data(string)), ASN1_STRING_length(string)));
}

QString part(const X509_NAME *name, int nid)
{
    const int at = X509_NAME_get_index_by_NID(name, nid, -1);
    return at < 0 ? QString() : textOf(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
}

QString commonOrWhole(const X509_NAME *name)
{
    if (const QString common = part(name, NID_commonName); !common.isEmpty())
        return common;
    const BioHandle bio(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return cleanServerText(QString::fromUtf8(data, static_cast<qsizetype>(size)));
}

QDateTime dateOf(const ASN1_TIME *time)
{
    std::tm parts {};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    return QDateTime(QDate(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday), QTime(parts.tm_hour, parts.tm_min, parts.tm_sec), Qt::UTC);
}

QString addressOf(const ASN1_OCTET_STRING *bytes)
{
    const unsigned char *data = ASN1_STRING_get0_data(bytes);
    const int size = ASN1_STRING_length(bytes);
    if (size == 4)
        return QHostAddress((quint32(data[0]) << 24) | (quint32(data[1]) << 16) | (quint32(data[2]) << 8) | quint32(data[3])).toString();
    return size == 16 ? QHostAddress(data).toString() : QString();
}

void readAlternativeNames(X509 *certificate, CertificateEvidence &evidence)
{
    const GeneralNamesHandle names(static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type == GEN_DNS)
            evidence.dnsNames << rawTextOf(name->d.dNSName);
        else if (name->type == GEN_IPADD)
            evidence.ipAddresses << addressOf(name->d.iPAddress);
    }
}

QString caIssuersUrl(X509 *certificate)
{
    const InfoAccessHandle access(static_cast<AUTHORITY_INFO_ACCESS *>(X509_get_ext_d2i(certificate, NID_info_access, nullptr, nullptr)));
    for (int i = 0; access && i < sk_ACCESS_DESCRIPTION_num(access.get()); ++i) {
        const ACCESS_DESCRIPTION *description = sk_ACCESS_DESCRIPTION_value(access.get(), i);
        if (OBJ_obj2nid(description->method) == NID_ad_ca_issuers && description->location->type == GEN_URI)
            return rawTextOf(description->location->d.uniformResourceIdentifier);
    }
    return {};
}

QString sha256(X509 *certificate)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (X509_digest(certificate, EVP_sha256(), digest, &size) != 1)
        return {};
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(digest), static_cast<qsizetype>(size)).toHex());
}

QStringList labels(QString name)
{
    if (name.endsWith(QLatin1Char('.')))
        name.chop(1);
    return name.toLower().split(QLatin1Char('.'));
}

bool matches(const QString &pattern, const QString &host)
{
    QStringList wanted = labels(pattern);
    QStringList given = labels(host);
    if (pattern.isEmpty() || wanted.size() != given.size())
        return false;
    if (wanted.constFirst() == QLatin1String("*") && !given.constFirst().isEmpty() && wanted.size() > 1) {
        wanted.removeFirst();
        given.removeFirst();
    }
    return wanted == given;
}

} // namespace

CertificateEvidence readCertificate(X509 *certificate)
{
    CertificateEvidence evidence;
    const X509_NAME *subject = X509_get_subject_name(certificate);
    const X509_NAME *issuer = X509_get_issuer_name(certificate);
    evidence.subject = commonOrWhole(subject);
    evidence.organization = part(subject, NID_organizationName);
    evidence.issuer = commonOrWhole(issuer);
    evidence.issuerOrganization = part(issuer, NID_organizationName);
    readAlternativeNames(certificate, evidence);
    evidence.notBefore = dateOf(X509_get0_notBefore(certificate));
    evidence.notAfter = dateOf(X509_get0_notAfter(certificate));
    evidence.selfSigned = X509_self_signed(certificate, 1) == 1;
    evidence.authority = (X509_get_extension_flags(certificate) & EXFLAG_CA) != 0;
    evidence.caIssuersUrl = caIssuersUrl(certificate);
    evidence.sha256 = sha256(certificate);
    return evidence;
}

bool nameMatches(const CertificateEvidence &certificate, const QString &host)
{
    if (const QHostAddress address(host); !address.isNull()) {
        return std::any_of(certificate.ipAddresses.cbegin(), certificate.ipAddresses.cend(), [&address](const QString &one) {
            return address.isEqual(QHostAddress(one), QHostAddress::ConvertV4MappedToIPv4);
        });
    }
    return std::any_of(certificate.dnsNames.cbegin(), certificate.dnsNames.cend(), [&host](const QString &name) { return matches(name, host); });
}

bool datesValid(const CertificateEvidence &certificate, const QDateTime &now)
{
    return certificate.notBefore.isValid() && certificate.notAfter.isValid() && certificate.notBefore <= now && now <= certificate.notAfter;
}

} // namespace wharf::diagnosis
