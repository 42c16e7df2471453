#include "core/diagnosis/probes/certificate_outline.h"

#include <openssl/asn1t.h>

namespace wharf::diagnosis {

namespace {

struct Validity {
    ASN1_TIME *notBefore;
    ASN1_TIME *notAfter;
};
ASN1_SEQUENCE(Validity) = {
    ASN1_SIMPLE(Validity, notBefore, ASN1_TIME),
    ASN1_SIMPLE(Validity, notAfter, ASN1_TIME),
} static_ASN1_SEQUENCE_END(Validity)

/// Where OpenSSL's own would decode the key.
struct KeyInfo {
    X509_ALGOR *algorithm;
    ASN1_BIT_STRING *key;
};
ASN1_SEQUENCE(KeyInfo) = {
    ASN1_SIMPLE(KeyInfo, algorithm, X509_ALGOR),
    ASN1_SIMPLE(KeyInfo, key, ASN1_BIT_STRING),
} static_ASN1_SEQUENCE_END(KeyInfo)

struct ToBeSigned {
    ASN1_INTEGER *version;
    ASN1_INTEGER *serial;
    X509_ALGOR *signature;
    ASN1_TYPE *issuer; ///< a name is most of the work, and an authority's issuer is mostly its subject
    Validity *validity;
    X509_NAME *subject;
    KeyInfo *key;
    ASN1_BIT_STRING *issuerId;
    ASN1_BIT_STRING *subjectId;
    STACK_OF(X509_EXTENSION) *extensions;
};
ASN1_SEQUENCE(ToBeSigned) = {
    ASN1_EXP_OPT(ToBeSigned, version, ASN1_INTEGER, 0),
    ASN1_SIMPLE(ToBeSigned, serial, ASN1_INTEGER),
    ASN1_SIMPLE(ToBeSigned, signature, X509_ALGOR),
    ASN1_SIMPLE(ToBeSigned, issuer, ASN1_ANY),
    ASN1_SIMPLE(ToBeSigned, validity, Validity),
    ASN1_SIMPLE(ToBeSigned, subject, X509_NAME),
    ASN1_SIMPLE(ToBeSigned, key, KeyInfo),
    ASN1_IMP_OPT(ToBeSigned, issuerId, ASN1_BIT_STRING, 1),
    ASN1_IMP_OPT(ToBeSigned, subjectId, ASN1_BIT_STRING, 2),
    ASN1_EXP_SEQUENCE_OF_OPT(ToBeSigned, extensions, X509_EXTENSION, 3),
} static_ASN1_SEQUENCE_END(ToBeSigned)

struct Outline {
    ToBeSigned *content;
    X509_ALGOR *algorithm;
    ASN1_BIT_STRING *signature;
};
ASN1_SEQUENCE(Outline) = {
    ASN1_SIMPLE(Outline, content, ToBeSigned),
    ASN1_SIMPLE(Outline, algorithm, X509_ALGOR),
    ASN1_SIMPLE(Outline, signature, ASN1_BIT_STRING),
} static_ASN1_SEQUENCE_END(Outline)

struct OutlineRelease {
    void operator()(Outline *outline) const { ASN1_item_free(reinterpret_cast<ASN1_VALUE *>(outline), ASN1_ITEM_rptr(Outline)); }
};
using OutlineHandle = std::unique_ptr<Outline, OutlineRelease>;

bool isName(const ASN1_TYPE *any, X509_NAME *alreadyRead)
{
    if (any->type != V_ASN1_SEQUENCE)
        return false;
    const QByteArrayView bytes(ASN1_STRING_get0_data(any->value.sequence), ASN1_STRING_length(any->value.sequence));
    const unsigned char *known = nullptr;
    std::size_t size = 0;
    if (X509_NAME_get0_der(alreadyRead, &known, &size) == 1 && bytes == QByteArrayView(known, static_cast<qsizetype>(size)))
        return true;
    const auto *at = reinterpret_cast<const unsigned char *>(bytes.data());
    return NameHandle(d2i_X509_NAME(nullptr, &at, static_cast<long>(bytes.size()))) != nullptr;
}

} // namespace

NameHandle subjectOf(QByteArrayView der)
{
    const auto *at = reinterpret_cast<const unsigned char *>(der.data());
    const OutlineHandle outline(reinterpret_cast<Outline *>(ASN1_item_d2i(nullptr, &at, static_cast<long>(der.size()), ASN1_ITEM_rptr(Outline))));
    if (!outline || !isName(outline->content->issuer, outline->content->subject))
        return nullptr;
    return NameHandle(std::exchange(outline->content->subject, nullptr));
}

} // namespace wharf::diagnosis
