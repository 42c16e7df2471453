#include "core/diagnosis/probes/certificate_outline.h"
#include "tests/fuzz/targets.h"

using namespace wharf::diagnosis;

void wharf::fuzz::certificateOutline(QByteArrayView input)
{
    const NameHandle subject = subjectOf(input);
    const auto *at = reinterpret_cast<const unsigned char *>(input.data());
    const X509Handle whole(d2i_X509(nullptr, &at, static_cast<long>(input.size())));
    require(!subject || whole, "OpenSSL reads what has an outline");
    if (subject)
        require(X509_NAME_cmp(subject.get(), X509_get_subject_name(whole.get())) == 0, "the subject is OpenSSL's");
}
