#pragma once

#include <openssl/pkcs7.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

namespace wharf::diagnosis {

// OpenSSL's objects, each freed as it wants to be.

template <auto release>
struct OpensslRelease {
    template <class T>
    void operator()(T *object) const
    {
        release(object);
    }
};

using X509Handle = std::unique_ptr<X509, OpensslRelease<X509_free>>;
using NameHandle = std::unique_ptr<X509_NAME, OpensslRelease<X509_NAME_free>>;
using KeyHandle = std::unique_ptr<EVP_PKEY, OpensslRelease<EVP_PKEY_free>>;
using BioHandle = std::unique_ptr<BIO, OpensslRelease<BIO_free_all>>;
using StoreHandle = std::unique_ptr<X509_STORE, OpensslRelease<X509_STORE_free>>;
using StoreContextHandle = std::unique_ptr<X509_STORE_CTX, OpensslRelease<X509_STORE_CTX_free>>;
using SslContextHandle = std::unique_ptr<SSL_CTX, OpensslRelease<SSL_CTX_free>>;
using SslHandle = std::unique_ptr<SSL, OpensslRelease<SSL_free>>;
using Pkcs7Handle = std::unique_ptr<PKCS7, OpensslRelease<PKCS7_free>>;
using GeneralNamesHandle = std::unique_ptr<GENERAL_NAMES, OpensslRelease<GENERAL_NAMES_free>>;
using InfoAccessHandle = std::unique_ptr<AUTHORITY_INFO_ACCESS, OpensslRelease<AUTHORITY_INFO_ACCESS_free>>;

/// Frees the list and not what is in it.
struct OpensslListRelease {
    void operator()(STACK_OF(X509) *list) const { sk_X509_free(list); }
};
using X509ListHandle = std::unique_ptr<STACK_OF(X509), OpensslListRelease>;

struct OpensslMemoryRelease {
    void operator()(void *memory) const { OPENSSL_free(memory); }
};
template <class T>
using OpensslBytes = std::unique_ptr<T[], OpensslMemoryRelease>;

} // namespace wharf::diagnosis
